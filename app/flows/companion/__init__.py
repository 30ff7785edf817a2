"""The way through a case: data that functionaries change, what reads it, and how far a case has come along it."""
