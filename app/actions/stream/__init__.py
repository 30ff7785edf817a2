"""What the job that follows the stream does with an event: match it, write it down, look at the wiki again."""
