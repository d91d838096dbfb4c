#!/usr/bin/env bash
# Posts the file NPGEN_BODY as a comment on a pull request, or puts it into the comment that an earlier run posted, so
# that there is one for each project and cluster. Where nothing changed and there is no comment, none is posted.
#
# The comment is known by its first line and by its author, NPGEN_AUTHOR: anybody can write that line.
#
# A token that may only read, which is what a pull request from a fork gets, and a limit on requests are warnings: the
# job summary has the same text. Everything else that goes wrong is an error. The token is neither printed nor an
# argument of a command, which other processes could see.
set -euo pipefail

# How often a request is made before it has failed.
tries=4
# The longest time, in seconds, that GitHub may ask for before the next try.
longest_wait=60
# As many comments as GitHub puts on a page.
page_length=100

# A text in which nothing can end an HTML comment.
encoded() {
  # shellcheck disable=SC2016 # the dollar is that of jq
  jq --null-input --raw-output --arg text "$1" '$text | @uri'
}

marker="<!-- npgen diff $(encoded "$NPGEN_PROJECT") $(encoded "$NPGEN_CLUSTER") -->"
comments=repos/$GITHUB_REPOSITORY/issues

scratch=$(mktemp --directory)
trap 'rm --recursive -- "$scratch"' EXIT
answer=$scratch/answer

# Makes one request: a method, a path, and perhaps a file that is sent. Sets `status`, 000 where there was no answer.
ask_once() {
  local sent=()
  if [[ $# -gt 2 ]]; then sent=(--header 'Content-Type: application/json' --data-binary "@$3"); fi
  : > "$scratch/headers"
  status=$(printf 'Authorization: Bearer %s\n' "$GITHUB_TOKEN" | curl --silent --show-error --max-time 30 \
    --request "$1" --header @- --header 'Accept: application/vnd.github+json' \
    --header 'X-GitHub-Api-Version: 2022-11-28' "${sent[@]}" --dump-header "$scratch/headers" --output "$answer" \
    --write-out '%{http_code}' "$GITHUB_API_URL/$2") || status=000
}

# A header of the last answer, or nothing.
header() {
  tr --delete '\r' < "$scratch/headers" | awk -v name="$1:" 'tolower($1) == name { print $2; exit }'
}

is_limited() {
  [[ $status == 429 ]] || [[ $status == 403 && (-n $(header retry-after) || $(header x-ratelimit-remaining) == 0) ]]
}

# How many seconds to wait before the same request again; fails where that makes no sense. A comment that was posted
# before the answer got lost would be posted twice.
pause() {
  if is_limited; then
    local wait
    wait=$(header retry-after)
    [[ $wait =~ ^[0-9]{1,3}$ ]] && ((wait <= longest_wait)) && echo "$wait"
  else
    [[ $1 != POST && $status =~ ^(000|5..)$ ]] && echo "$2"
  fi
}

# Makes a request until it succeeds, and ends the script where it does not.
ask() {
  local try wait
  for ((try = 1; try <= tries; try++)); do
    ask_once "$@"
    if [[ $status == 2?? ]]; then return; fi
    wait=$(pause "$1" "$try") || break
    sleep "$wait"
  done
  local said
  said=$(jq --raw-output '.message // empty' "$answer" 2> /dev/null | tr --delete '\r\n') || said=
  if is_limited; then
    echo "::warning::no comment on the pull request: GitHub limits requests ($status${said:+, $said})"
    exit
  fi
  case $status in
    403 | 404)
      echo "::warning::no comment on the pull request: the token may not write one ($status${said:+, $said}); the" \
        "workflow needs \`pull-requests: write\`, which a pull request from a fork is not given"
      exit
      ;;
  esac
  echo "::error::no comment on the pull request: GitHub answers $status${said:+, $said}"
  exit 1
}

id=
for ((page = 1; ; page++)); do
  ask GET "$comments/$NPGEN_PULL_REQUEST/comments?per_page=$page_length&page=$page"
  # shellcheck disable=SC2016 # the dollars are those of jq
  id=$(jq --raw-output --arg marker "$marker" --arg author "$NPGEN_AUTHOR" \
    'first(.[] | select(.user.login == $author and (.body // "" | startswith($marker))) | .id)' "$answer")
  if [[ -n $id ]] || (($(jq length "$answer") < page_length)); then break; fi
done

if [[ -z $id && $NPGEN_CHANGED != true ]]; then exit; fi
# shellcheck disable=SC2016 # the dollars are those of jq
jq --null-input --arg marker "$marker" --rawfile text "$NPGEN_BODY" '{ body: ($marker + "\n" + $text) }' > "$scratch/sent"
if [[ -n $id ]]; then
  ask PATCH "$comments/comments/$id" "$scratch/sent"
else
  ask POST "$comments/$NPGEN_PULL_REQUEST/comments" "$scratch/sent"
fi
