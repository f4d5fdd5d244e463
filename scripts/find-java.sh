#!/bin/sh
# Prints the JAVA_HOME that Spark runs on, of Java 17 or newer; installs Debian's Java when it may.
set -eu

# Every candidate is run, since a path alone does not tell its version.
probe() {
    told=$("$1" -XshowSettings:properties -version 2>&1) || return 0
    version=$(printf '%s\n' "$told" | sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p')
    home=$(printf '%s\n' "$told" | sed -n 's/^ *java\.home = //p')
    if [ "${version:-0}" -ge 17 ] && [ -n "$home" ]; then
        printf '%s\n' "$home"
        exit 0
    fi
}

look() {
    for java in java /usr/lib/jvm/*/bin/java; do probe "$java"; done
}

if [ -n "${JAVA_HOME:-}" ]; then
    probe "$JAVA_HOME/bin/java"
    echo "JAVA_HOME=$JAVA_HOME holds no Java 17 or newer. Correct it or leave it out." >&2
    exit 1
fi
look
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
    echo "Installing Java for the tests with Spark …" >&2
    "$(dirname "$0")/apt-install.sh" default-jre-headless || true
    look
fi
cat >&2 <<'END'
The tests with Spark need Java 17 or newer, and none was found. Do one of these, then run make again:
  - as root on Debian:       apt install default-jre-headless
  - a Java somewhere else:   make test JAVA_HOME=/path/to/java
END
exit 1
