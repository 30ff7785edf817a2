"""Pages that say what changed on them: a mark of what was shown, and how many things are different from it now.

A page states what it shows as a `Showing`; `telling.live_of` makes of it what its template needs, `tell_changes` the
answer to its polls. Who may see what is never decided here: both are given what the page itself read.
"""
