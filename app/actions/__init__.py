"""The writes. One public function is one thing a person does: rights re-read, decided, one transaction, one event."""
