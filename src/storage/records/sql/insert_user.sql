INSERT INTO users (id, email, name, role, password, language, theme, single_keys, created_at)
VALUES (:id, :email, :name, :role, :password, :language, :theme, :single_keys, :created_at)
ON CONFLICT (email) DO NOTHING
