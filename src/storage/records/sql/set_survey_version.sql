UPDATE surveys SET version = :version WHERE key = :key
