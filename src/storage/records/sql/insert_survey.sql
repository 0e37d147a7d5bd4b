INSERT INTO surveys (key, version, state, created_at) VALUES (:key, 0, 'open', :at) ON CONFLICT (key) DO NOTHING
