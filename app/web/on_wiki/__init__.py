"""From live states to what a page shows of them: rows in words, and the wikis' own forms already filled in."""
