"""The jobs: one module a job; each function takes a database session and the acting person."""
