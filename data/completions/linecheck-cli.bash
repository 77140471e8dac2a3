# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of linecheck-cli for bash.

_linecheck_cli_rows() {
  local column=$1 site=$2
  linecheck-cli list "$site" 2>/dev/null | awk -v column="$column" '/^[A-Z][A-Z]*-[0-9]/ { print $column }' | sort -u
}

# Completes the last of several words that commas separate.
_linecheck_cli_list() {
  local done=
  [[ $cur == *,* ]] && done=${cur%,*},
  mapfile -t COMPREPLY < <(compgen -P "$done" -W "$1" -- "${cur##*,}")
  compopt -o nospace
}

_linecheck_cli() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} site=us word
  for word in "${COMP_WORDS[@]:2}"; do
    case $word in us | uk | sg) site=$word ;; esac
  done
  COMPREPLY=()

  case $previous in
  -f | --format) mapfile -t COMPREPLY < <(compgen -W 'table text html json csv firewall firewall-csv' -- "$cur") && return ;;
  -r | --rows) _linecheck_cli_list "$(_linecheck_cli_rows 1 "$site")" && return ;;
  -s | --service) _linecheck_cli_list "$(_linecheck_cli_rows 2 "$site")" && return ;;
  -o | --output | -c | --catalog | -a | --again | validate) compopt -o default && return ;;
  -t | --timeout | -j | --jobs | --ticket | --code) return ;;
  esac

  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W 'check list show code compare catalog --help --version' -- "$cur")
    return
  fi
  case $command:$cur in
  check:-*) word='--format --output --rows --service --timeout --jobs --catalog --again --ticket --no-trace --help' ;;
  list:-*) word='--rows --service --catalog --help' ;;
  show:-*) word='--format --output --code --help' ;;
  code:-* | compare:-* | catalog:-*) word='--help' ;;
  check:* | list:*) word='us uk sg' ;;
  catalog:*) word='validate' ;;
  *) compopt -o default && return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$word" -- "$cur")
}

complete -F _linecheck_cli linecheck-cli
