"""Which test performs the attack of which row of the security requirements, and what is weaker.

The names are checked, so the map cannot rot; what is said to be weaker is said in words.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

#: Row → "folder/file function …" under tests/. B1: 1-15, B2: 16-29 (28 is TOTP), B3: 30-42,
#: B4: 43-56.
ROWS: dict[int, tuple[str, ...]] = {
    1: ("invitation/test_rules test_a_thousand_tokens_share_nothing",
        "invitation/test_at_rest test_mailed_links_are_opaque"),
    2: ("invitation/test_at_rest test_no_token_and_no_code_is_at_rest",),
    3: ("formulir/test_form test_scanners_change_nothing",),
    4: ("browser/test_rater test_idle_page_sends_nothing test_without_javascript",
        "formulir/test_draft test_saving_shows_the_code_and_what_was_typed"),
    5: ("response/test_services test_fault_between_the_writes_leaves_nothing",
        "response/test_durability test_killed_servers_lose_nothing_they_acknowledged"),
    6: ("formulir/test_form test_incomplete_posts_cost_nothing",),
    7: ("formulir/test_links test_damaged_links_get_one_page "
        "test_a_damaged_link_costs_what_an_unknown_one_costs",
        "invitation/test_rules test_a_very_long_address_is_read_only_at_its_beginning"),
    8: ("formulir/test_form test_second_post_changes_nothing",),
    9: ("formulir/test_form test_closing_is_an_instant test_grace_cannot_be_forged "
        "test_closing_is_the_same_wherever_the_server_stands",),
    10: ("admin/test_links test_revoke_and_restore test_all_links_are_replaced",
         "invitation/test_services test_new_links_replace_the_old_ones"),
    11: ("formulir/test_form test_body_decides_nothing_but_answers",
         "formulir/test_draft test_unknown_codes_are_never_stored"),
    12: ("formulir/test_links test_headers_leak_nothing test_pages_ask_nobody_else",
         "security/test_access_log test_no_credential_is_logged"),
    13: ("security/test_hosts test_only_our_own_name_is_answered test_forwarded_names_are_ignored",
         "security/test_framing test_broken_framing_is_refused",
         "formulir/test_links test_foreign_host_is_refused"),
    14: ("formulir/test_form test_open_form_shows_the_minimum",),
    15: ("formulir/test_links test_guessing_is_slowed_by_failures_only",
         "security/test_wire test_guessing_counts_for_all_workers_and_over_a_restart"),
    16: ("account/test_sign_in test_the_stored_hash_is_argon2id_above_the_floor "
         "test_a_weak_hash_is_made_anew_at_sign_in",),
    17: ("account/test_rules test_password test_the_most_common_passwords_are_refused",
         "account/test_sign_in test_one_character_more_is_another_password"),
    18: ("security/test_brute_force test_who_exists_is_not_told_by_the_work_of_a_sign_in "
         "test_who_exists_is_not_told_by_the_work_of_a_reset "
         "test_a_locked_account_costs_the_same_whether_it_exists",
         "admin/test_sign_in test_a_reset_says_the_same_for_everybody"),
    19: ("security/test_brute_force test_two_hundred_guesses_from_one_address "
         "test_two_hundred_guesses_from_fifty_addresses",),
    20: ("security/test_brute_force test_a_made_up_address_is_no_other_address",
         "admin/test_errors test_a_trusted_proxy_names_the_client"),
    21: ("admin/test_sessions test_a_cookie_that_was_set_before_is_not_adopted",),
    22: ("admin/test_sessions test_signing_out_ends_the_session_on_the_server "
         "test_a_disabled_user_is_refused_at_the_next_request",
         "admin/test_users test_changing_ones_password_ends_the_other_sessions"),
    23: ("admin/test_sessions test_a_session_ends_after_31_idle_minutes "
         "test_a_busy_session_ends_after_ten_hours",
         "admin/test_csrf test_typed_text_survives_an_expired_session"),
    24: ("admin/test_sign_in test_no_account_exists_on_a_fresh_installation",
         "house/test_settings test_wrong_setting_is_named"),
    25: ("admin/test_sign_in test_over_https_the_cookie_is_bound_to_this_host",),
    26: ("admin/test_sign_in test_next_stays_on_this_site",),
    27: ("account/test_one_time test_a_link_sets_the_password_once_and_ends_sessions "
         "test_the_newest_letter_is_good_and_older_ones_are_dead test_a_link_runs_out",
         "admin/test_one_time test_scanners_change_nothing"),
    29: ("admin/test_users test_fifteen_minutes_later_the_password_is_asked",
         "admin/test_results_pages test_the_workbook_asks_for_the_password_later",
         "admin/test_cycles_pages test_another_deadline_needs_the_password"),
    30: ("architecture/test_routes test_every_route_is_in_the_matrix "
         "test_each_method_of_each_route",
         "admin/test_base test_a_view_without_permission_is_not_constructed"),
    31: ("architecture/test_routes test_each_method_of_each_route",),
    32: ("admin/test_team test_no_byte_of_other_people_in_a_crawl",
         "admin/test_base test_export_look_up_and_foreign_keys_obey_the_row_rule"),
    33: ("admin/test_base test_a_foreign_row_is_not_changed_deleted_or_touched",),
    34: ("admin/test_base test_not_mine_and_not_there_look_the_same "
         "test_not_mine_and_not_there_cost_the_same",),
    35: ("admin/test_team test_a_move_acts_at_the_next_request",
         "result/test_publication test_the_supervisor_of_today_sees_past_periods"),
    36: ("result/test_disclosure test_a_hidden_group_changes_nothing",
         "result/test_composition test_from_how_many_a_group_is_shown"),
    37: ("response/test_unlinkable test_the_order_of_rows_says_nothing",
         "result/test_publication test_a_late_answer_changes_nothing"),
    38: ("response/test_unlinkable test_no_value_leads_from_an_answer_to_its_giver",),
    39: ("admin/test_users test_privileged_fields_are_ignored",
         "admin/test_base test_unnamed_columns_are_not_written"),
    40: ("admin/test_csrf test_without_a_token_nothing_changes "
         "test_another_sessions_token_is_refused "
         "test_another_site_is_refused_even_with_the_token test_a_text_body_is_refused "
         "test_a_change_cannot_be_a_get",),
    41: ("admin/test_csrf test_typed_text_survives_an_expired_session",
         "formulir/test_form test_complete_form_ends_at_a_receipt"),
    42: ("security/test_audit_trail test_each_event_leaves_its_line "
         "test_no_route_changes_the_log",
         "admin/test_users test_the_log_is_read_searched_and_checked_but_never_written",
         "admin/test_results_pages test_reading_a_result_is_on_record"),
    43: ("formulir/test_form test_stored_text_is_shown_as_text",
         "admin/test_designer_forms test_hostile_text_stays_text_on_every_page",
         "admin/test_staff_import_pages test_hostile_cells_are_only_text"),
    44: ("browser/test_admin_pages test_each_page_is_sound test_a_mass_action_asks_and_acts",
         "admin/test_base test_deleting_asks_first"),
    45: ("formulir/test_form test_names_that_look_like_templates_stay_text",),
    46: ("admin/test_base test_wildcards_are_literal test_garbage_in_a_list_is_a_page",),
    47: ("admin/test_base test_an_export_is_inert",
         "result/test_workbook test_no_cell_is_a_formula_or_a_link"),
    48: ("result/test_workbook test_hostile_text_stays_readable test_what_a_cell_can_hold",),
    49: ("formulir/test_form test_too_large_is_413",
         "admin/test_errors test_a_body_beyond_the_limit_is_413",
         "security/test_wire test_an_endless_body_is_cut_at_the_limit "
         "test_a_slow_request_is_closed"),
    50: ("security/test_framing test_broken_framing_is_refused",),
    51: ("staff/test_text test_names_are_kept_exactly_but_for_what_cannot_be_seen",
         "admin/test_errors test_broken_text_in_an_address_is_400 "
         "test_broken_text_in_a_form_is_400"),
    52: ("architecture/test_garbage test_garbage_in_the_path test_garbage_in_every_field",),
    53: ("admin/test_errors test_an_error_says_what_to_do_and_nothing_of_the_inside",
         "admin/test_base test_a_conflict_of_the_database_is_told_without_its_words"),
    54: ("security/test_access_log test_one_event_is_one_line",
         "security/test_wire test_a_path_cannot_forge_a_line"),
    55: ("mail/test_compose test_names_are_escaped_and_stay_on_one_line "
         "test_any_name_makes_one_recipient",
         "mail/test_delivery test_an_unwritable_letter_fails_and_the_rest_go_out"),
    56: ("account/test_rules test_an_address_has_one_form",
         "account/test_users test_an_address_is_taken_in_any_spelling"),
}  # fmt: skip

#: What a row asks beyond its tests.
WEAKER = {
    50: "nginx writes bare LF and a broken trailer anew as they should be instead of refusing them",
}


@pytest.mark.parametrize("row", ROWS)
def test_the_tests_of_a_row_exist(row: int) -> None:
    for entry in ROWS[row]:
        file, *names = entry.split()
        tree = ast.parse((TESTS / f"{file}.py").read_text(encoding="utf-8"))
        here = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert set(names) <= here, f"{file}: {set(names) - here}"


def test_every_row_has_a_test_or_a_reason() -> None:
    assert set(ROWS) | set(WEAKER) == set(range(1, 57)) - {28}
