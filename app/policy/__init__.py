"""Who may do what. PURE. Read `rights.py`, `roles.py` and `decide.py` to audit the whole of Haven."""
