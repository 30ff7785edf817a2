"""The pages of the case companion. Nothing of a case is kept here: it travels in the body of the form."""
