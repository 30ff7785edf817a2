"""One module for each kind of command of `python -m app`; a module is loaded only when its command is run."""
