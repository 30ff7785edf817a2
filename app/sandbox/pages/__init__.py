"""The wiki pages of the sandbox: plain HTML with the addresses, parameter names and traps of the real ones."""
