--[[
  Declares a tally complete, provided every given writer's part is still in it. (After a flush none is.)

  KEYS[1] hash of the tally   KEYS[2] hash of marks   (see applyTally-3.lua)
  ARGV    writers

  Returns 1 declared, 0 not.
]]
for _, writer in ipairs(ARGV) do
  if redis.call('HEXISTS', KEYS[2], writer) == 0 then return 0 end
end
redis.call('HSET', KEYS[1], '#whole', '1')
return 1
