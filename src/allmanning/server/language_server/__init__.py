"""What an editor shows the author of a package: findings, words about a name, where it stands, what can be written.

Pure functions over a package on disk and the texts that are not saved yet; `connection` alone speaks the editors' protocol.
`lines` and `tokens` read a text however broken it is, `outline` and `tables` read what files declare, `desk` lays it all out,
and `hover`, `places`, `completion` and `diagnostics` answer from the desk. Nothing in a package is executed.
"""
