"""A million cases of one municipality, written by SQL: 2 in 100 are open, and each of 100,000 residents has ten."""

import psycopg

CASES, PEOPLE, OPEN_IN = 1_000_000, 100_000, 50

PERSONS = """
INSERT INTO accounts_person (id, given_name, family_name, email, protected_identity)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Förnamn' || n % 997, 'Efternamn' || n % 4999, '', n % 1000 = 0
FROM generate_series(0, %s - 1) n
"""
ROWS = """
INSERT INTO cases_case (id, organisation_id, applicant_id, adoption_id, package_id, as_of, number, status, version, created_at,
    submitted_at, due_on, closed_at, assignee_id, assignee_name, proposed_outcome, proposed_amount, journal_length, journal_head)
SELECT gen_random_uuid(), o.id, ('00000000-0000-4000-8000-' || lpad(to_hex(n %% {people}), 12, '0'))::uuid, a.id, %(package)s,
    date '2025-07-01', 'MK-2024-' || lpad(n::text, 7, '0'), kind.status, 1, sent.at, sent.at, sent.at::date + 20,
    CASE WHEN kind.status = 'decided' THEN sent.at + interval '9 days' END,
    CASE WHEN n %% 400 = 0 THEN %(worker)s::uuid END, CASE WHEN n %% 400 = 0 THEN %(name)s::text ELSE '' END,
    CASE WHEN n %% 3 = 0 THEN 'bifall' ELSE '' END, CASE WHEN n %% 3 = 0 THEN 100000 + n END, 1, ''
FROM generate_series(1, {cases}) n
CROSS JOIN LATERAL (SELECT now() - interval '400 days' + n * interval '30 seconds' AS at) sent
CROSS JOIN LATERAL (SELECT CASE WHEN n %% {open_in} <> 0 THEN 'decided'
    ELSE (ARRAY['submitted', 'assessing', 'completion'])[1 + n / {open_in} %% 3] END AS status) kind
JOIN accounts_organisation o ON o.slug = 'mittkoping'
JOIN catalogue_adoption a ON a.organisation_id = o.id
JOIN catalogue_release r ON r.id = a.release_id AND r.package_id = %(package)s
"""


def write(superuser: str, *, package: str, worker: str, name: str) -> str:
    """Write them all and let the database learn what it has; gives the id of a resident with ten cases."""
    rows = ROWS.format(cases=CASES, people=PEOPLE, open_in=OPEN_IN)
    with psycopg.connect(superuser, autocommit=True) as session:
        # A million foreign keys that are right by construction are not looked up one by one.
        session.execute("SET session_replication_role = replica")
        session.execute(PERSONS.replace("%s", str(PEOPLE)).encode())
        session.execute(rows.encode(), {"package": package, "worker": worker, "name": name})
        session.execute("ANALYZE")
    return "00000000-0000-4000-8000-" + f"{CASES % PEOPLE + 7:012x}"
