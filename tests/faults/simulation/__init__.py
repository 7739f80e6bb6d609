"""A seeded simulation of a campaign under faults: one thread, virtual time, no sockets, the whole server in process.

`cast` (who there is) → `stage` (the server and its database) → `handset`, `network` (phones and what is between) →
`ledger` (what is true) → `play` (what happens when, by seed) → `invariants` (P1–P14) → `runs` (many seeds).
`mutants` take one rule away each; every one of them must be caught. `python -m tests.faults.simulation --help`.
"""
