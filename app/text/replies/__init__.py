"""The letters of a case in parts: which parts in which letter (parts.toml), their words in each language, what reads
them and what makes a text of them. How to change the words: EDITING.md."""
