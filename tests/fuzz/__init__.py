"""Fuzzing by the clock (`make fuzz`): the API as each role, and what reads bytes of others."""
