SELECT token_hash, user_id, csrf, created_at, expires_at FROM sessions WHERE token_hash = :hash
