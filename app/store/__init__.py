"""The only place that speaks SQL: tables, seals, the visible set, queries by noun, the purge and the migrations.

It knows neither the wikis nor the web nor any setting, and reads no clock: every function is told what time it is.
"""
