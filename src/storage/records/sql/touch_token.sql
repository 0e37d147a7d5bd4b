UPDATE tokens SET last_used_at = :at WHERE id = :id
