"""One module per line of toolforge-jobs.yaml. Each is safe to run again."""
