UPDATE users SET last_login_at = :at WHERE id = :id
