-- Bots that ask for one challenge after another by POST /v1/challenges, each for another client.
dofile(os.getenv("BENCH_SUMMARY"))

local run = os.getenv("BENCH_RUN")
local made = 0

request = function()
  made = made + 1
  wrk.body = '{"client_id":"bench-' .. run .. '-' .. made .. '","phone":"+5215512345678","flow":"Balance",'
    .. '"locale":"es-MX","facts":{"date_of_birth":"' .. string.format("%d-%02d-%02d",
      1950 + made % 55, 1 + made % 12, 1 + made % 28) .. '"},"purpose":"See the balance of your account"}'
  return wrk.format()
end

init = function()
  wrk.method = "POST"
  wrk.path = "/v1/challenges"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_KEY")
  wrk.headers["Content-Type"] = "application/json"
end
