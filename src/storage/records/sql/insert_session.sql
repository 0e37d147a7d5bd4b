INSERT INTO sessions (token_hash, user_id, csrf, created_at, expires_at) VALUES (:hash, :user, :csrf, :created_at, :expires_at)
