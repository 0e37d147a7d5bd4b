SELECT version FROM surveys WHERE key = :key
