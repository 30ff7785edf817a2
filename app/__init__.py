"""Haven: a private desk for Wikimedia functionaries. The tree and its rules: docs/architecture.md."""
