SELECT key, state, created_at FROM surveys ORDER BY key
