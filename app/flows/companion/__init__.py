"""The way through a case: data that functionaries change, what reads it, and how far a case has come along it.

R2: a case strains everybody in it, whoever works on it included. So every word here is calm and blames nobody; tests
look for the words that would not be.
"""
