"""Texts that leave Haven in a person's own hands: letters and, later, steward requests and hand-over packs. PURE."""
