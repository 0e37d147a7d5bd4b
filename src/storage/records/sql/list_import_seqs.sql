SELECT seq FROM responses WHERE import = :import AND import > 0 ORDER BY seq
