"""The only door in: HTTP. Routes, guard, CSRF, sessions, errors and one frozen class per page."""
