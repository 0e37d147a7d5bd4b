INSERT INTO users (id, email, name, role, password, language, theme, single_keys, created_at, last_login_at)
VALUES (:id, :email, :name, :role, :password, :language, :theme, :single_keys, :created_at, 0)
ON CONFLICT (email) DO NOTHING
