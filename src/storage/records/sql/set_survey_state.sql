UPDATE surveys SET state = :state WHERE key = :key
