SELECT id, email, name, role, password, language, theme, single_keys, created_at, last_login_at FROM users ORDER BY created_at, id
