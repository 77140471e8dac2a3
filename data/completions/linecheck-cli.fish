# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of linecheck-cli for fish.

function __linecheck_cli_column
    set -l site us
    for word in (commandline --tokenize --current-process)
        contains -- $word us uk sg; and set site $word
    end
    linecheck-cli list $site 2>/dev/null | awk -v column=$argv[1] '/^[A-Z][A-Z]*-[0-9]/ { print $column }' | sort -u
end

set -l command linecheck-cli
set -l needs_command 'not __fish_seen_subcommand_from check list show code compare catalog'
set -l needs_site '__fish_seen_subcommand_from check list; and not __fish_seen_subcommand_from us uk sg'

complete -c $command -f
complete -c $command -n $needs_command -a check -d 'Try every row of a site'
complete -c $command -n $needs_command -a list -d 'List what a check would contact'
complete -c $command -n $needs_command -a show -d 'Show a report'
complete -c $command -n $needs_command -a code -d 'Print the code of a report'
complete -c $command -n $needs_command -a compare -d 'Compare two reports'
complete -c $command -n $needs_command -a catalog -d 'Validate a catalogue'
complete -c $command -n $needs_command -l version -d 'Show the version'
complete -c $command -s h -l help -d 'Show help'

complete -c $command -n $needs_site -a us -d 'United States'
complete -c $command -n $needs_site -a uk -d 'United Kingdom'
complete -c $command -n $needs_site -a sg -d Singapore

complete -c $command -n '__fish_seen_subcommand_from show code compare' -F
complete -c $command -n '__fish_seen_subcommand_from catalog; and not __fish_seen_subcommand_from validate' -a validate
complete -c $command -n '__fish_seen_subcommand_from validate' -F

complete -c $command -n '__fish_seen_subcommand_from check show' -s f -l format -x -a 'table text html json csv firewall firewall-csv' -d 'What to write'
complete -c $command -n '__fish_seen_subcommand_from check show' -s o -l output -r -F -d 'Write to a file'
complete -c $command -n '__fish_seen_subcommand_from check list' -s r -l rows -x -a '(__linecheck_cli_column 1)' -d 'Only these rows'
complete -c $command -n '__fish_seen_subcommand_from check list' -s s -l service -x -a '(__linecheck_cli_column 2)' -d 'Only these services'
complete -c $command -n '__fish_seen_subcommand_from check list' -s c -l catalog -r -F -d 'Use another catalogue'
complete -c $command -n '__fish_seen_subcommand_from check' -s t -l timeout -x -d 'Seconds for each step'
complete -c $command -n '__fish_seen_subcommand_from check' -s j -l jobs -x -d 'Rows at the same time'
complete -c $command -n '__fish_seen_subcommand_from check' -l no-trace -d 'Do not look for the place of a block'
complete -c $command -n '__fish_seen_subcommand_from check' -s a -l again -r -F -d 'Try again what did not work'
complete -c $command -n '__fish_seen_subcommand_from check' -l ticket -x -d 'Name the change that was asked for'
complete -c $command -n '__fish_seen_subcommand_from show' -l code -x -d 'Show what a support code says'
