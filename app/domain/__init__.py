"""The nouns of Haven and their rules. PURE: the standard library only, no clock, no network, no SQL."""
