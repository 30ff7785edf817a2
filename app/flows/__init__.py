"""Guidance as data: policy packs that a functionary can read and change. PURE: the engine and the readers only."""
