"""The Action API of the sandbox: one module per area, shapes as MediaWiki 1.43 gives them with formatversion 2."""
