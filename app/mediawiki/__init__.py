"""The only way out to the network: everything Haven asks of wikis, every ending as a frozen type."""
