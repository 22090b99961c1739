--[[
  Reads a session and keeps it alive. One that was ended meanwhile does not come back.

  KEYS[1] hash of the session

  ARGV[1] now, ISO 8601   ARGV[2] seconds until it is idle

  Returns its fields and values, none where there is no such session.
]]
if redis.call('EXPIRE', KEYS[1], ARGV[2]) == 0 then return {} end
redis.call('HSET', KEYS[1], 'lastSeenAt', ARGV[1])
return redis.call('HGETALL', KEYS[1])
