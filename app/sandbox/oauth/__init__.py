"""OAuth 1.0a as the wikis provide it: initiate, authorize or authenticate, token, identify."""
