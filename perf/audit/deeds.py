"""What the verbs of the trail mean, in plain sentences, and which part of the house each belongs to."""
from ..kernel.words import _

GROUPS = {      # parts of the house, as the log can be narrowed down to them
    "reading": _("Reading about others"), "account": _("Signing in and accounts"), "power": _("Powers"),
    "record": _("People's records"), "review": _("Reviews"), "list": _("Roles and templates"),
    "safety": _("Settings and safety"), "keeping": _("Keeping and erasing"), "refused": _("Turned away"),
}
WITHOUT_CONTENT = ("account", "power", "safety", "refused")     # what an administrator may see of the log

# %(who)s did it, %(whom)s it concerns; %(whose)s is the possessive of that, as "Ana's" or "your"
DEEDS = {
    "reading": {
        "read_review": _("%(who)s read %(whose)s review"),
        "read_record": _("%(who)s opened %(whose)s record"),
        "read_scores": _("%(who)s opened a list of scores"),
        "reset_link": _("%(who)s made a link that sets %(whose)s password anew"),
        "download_refused_rows": _("%(who)s downloaded the rows of a list that were not taken in"),
        "export_records": _("%(who)s took records of many people along as a workbook"),
        "download_trail": _("%(who)s downloaded lines of this log"),
        "read_texts": _("%(who)s read what others wrote about %(whom)s, to release %(whose)s file"),
    },
    "account": {
        "sign_in": _("%(who)s signed in"),
        "sign_in_failed": _("A sign-in as %(whom)s failed"),
        "sign_out": _("%(who)s signed out"),
        "end_session": _("%(who)s ended a session of %(whose)s account"),
        "end_other_sessions": _("%(who)s ended the other sessions of %(whose)s account"),
        "end_sessions": _("%(who)s ended the sessions of %(whose)s account"),
        "end_all_sessions": _("%(who)s ended everybody's sessions"),
        "open_account": _("%(who)s opened %(whose)s account"),
        "change_password": _("%(who)s changed %(whose)s password"),
        "close_account": _("%(who)s closed %(whose)s account"),
        "open_again": _("%(who)s opened %(whose)s account again"),
        "invite": _("%(who)s made an invitation for %(whom)s"),
        "ask_reset": _("%(who)s asked for a link that sets %(whose)s password anew"),
        "confirm_reset": _("%(who)s confirmed a link that sets %(whose)s password anew"),
        "refuse_reset": _("%(who)s refused a link that sets %(whose)s password anew"),
        "ask_address": _("%(who)s asked for another e-mail address"),
        "confirm": _("%(who)s confirmed a deed with a password, code or passkey"),
        "confirm_failed": _("%(who)s failed to confirm a deed"),
        "add_second_factor": _("%(who)s set up a second factor"),
        "remove_second_factor": _("%(who)s removed a second factor"),
        "take_second_factor": _("%(who)s took %(whose)s second factor away"),
        "renew_recovery_codes": _("%(who)s made new recovery codes"),
        "use_recovery_code": _("%(who)s used a recovery code"),
        "second_factor_failed": _("A second factor for %(whom)s did not fit"),
        "add_identity": _("%(who)s linked %(whose)s account to another sign-in"),
        "remove_identity": _("%(who)s unlinked %(whose)s account from another sign-in"),
        "add_passkey": _("%(who)s added a passkey"),
        "remove_passkey": _("%(who)s removed a passkey"),
    },
    "power": {
        "give_power": _("%(who)s gave %(whom)s a power"),
        "take_power": _("%(who)s took a power back from %(whom)s"),
    },
    "record": {
        "add_person": _("%(who)s took %(whom)s into the records"),
        "change_person": _("%(who)s changed %(whose)s record"),
        "let_go": _("%(who)s noted %(whose)s last day"),
        "take_back_last_day": _("%(who)s took %(whose)s last day back"),
        "move": _("%(who)s changed %(whose)s seat or manager"),
        "close_position": _("%(who)s took a vacant seat out"),
        "import_staff": _("%(who)s took a staff list in"),
        "undo_import": _("%(who)s took an import back"),
    },
    "review": {
        "plan_cycle": _("%(who)s planned a review cycle"),
        "change_cycle": _("%(who)s changed the plan of a review cycle"),
        "launch_cycle": _("%(who)s launched a review cycle"),
        "cancel_cycle": _("%(who)s took a review cycle back"),
        "close_cycle": _("%(who)s closed a review cycle"),
        "submit_self": _("%(who)s submitted %(whose)s self-review"),
        "submit_manager": _("%(who)s submitted the manager's form of %(whose)s review"),
        "returned_self": _("%(who)s returned %(whose)s self-review"),
        "returned_manager": _("%(who)s returned the manager's form of %(whose)s review"),
        "shared": _("%(who)s shared %(whose)s review"),
        "acknowledged": _("%(who)s signed %(whose)s review"),
        "responded": _("%(who)s responded to %(whose)s review"),
        "refused": _("%(who)s recorded that %(whose)s review was not signed"),
        "unanswered": _("The days for signing %(whose)s review ended"),
        "reopened": _("%(who)s reopened %(whose)s review"),
        "closed": _("%(who)s closed %(whose)s review"),
        "withdrawn": _("%(who)s took %(whose)s review out of its cycle"),
        "handed_over": _("%(who)s handed %(whose)s review over to another manager"),
        "link_made": _("%(who)s made a link to %(whose)s review"),
        "open_review_link": _("%(whose)s review was opened by its link"),
        "signed_by_link": _("%(whose)s review was signed by its link"),
    },
    "list": {
        "add_role": _("%(who)s added a role"),
        "change_role": _("%(who)s changed the draft of a role"),
        "copy_role": _("%(who)s copied a role"),
        "begin_draft": _("%(who)s began a draft of a role"),
        "discard_draft": _("%(who)s threw the draft of a role away"),
        "publish_role": _("%(who)s published a version of a role"),
        "correct_role": _("%(who)s published a version of a role for days that had passed"),
        "look_again": _("%(who)s found that a role still fits"),
        "read_role": _("%(who)s confirmed having read their role"),
        "remove_role": _("%(who)s removed a role"),
        "change_duties": _("%(who)s changed the duties of a role"),
        "change_needs": _("%(who)s changed what a role needs"),
        "add_department": _("%(who)s added a department"),
        "change_department": _("%(who)s changed a department"),
        "remove_department": _("%(who)s removed a department"),
        "add_competency": _("%(who)s added a competency"),
        "change_competency": _("%(who)s changed a competency"),
        "remove_competency": _("%(who)s removed a competency"),
        "import_departments": _("%(who)s took a list of departments in"),
        "import_roles": _("%(who)s took a list of roles in"),
        "import_levels": _("%(who)s took a list of levels in"),
        "add_template": _("%(who)s added a template"),
        "add_item": _("%(who)s added a question to a template"),
        "mend_item": _("%(who)s reworded a question of a template"),
        "retire_item": _("%(who)s took a question out of a template"),
    },
    "safety": {
        "found_organisation": _("The organisation was set up"),
        "change_settings": _("%(who)s changed the settings"),
        "switch_room": _("%(who)s switched a part on or off"),
        "add_holiday": _("%(who)s added a day off"),
        "remove_holiday": _("%(who)s removed a day off"),
        "change_values": _("%(who)s changed the organisation's values"),
        "backup": _("%(who)s made a backup"),
        "download_backup": _("%(who)s downloaded a backup"),
        "restore": _("The data was restored from a backup"),
        "cut_trail": _("%(who)s cut off the oldest lines of this log"),
    },
    "keeping": {
        "change_keeping": _("%(who)s changed how long records are kept"),
        "purge": _("%(who)s removed what was kept long enough"),
        "sweep": _("What was past its days was removed"),
        "place_hold": _("%(who)s put %(whose)s records on hold"),
        "lift_hold": _("%(who)s lifted the hold on %(whose)s records"),
        "erase": _("%(who)s erased %(whom)s"),
        "export_own_file": _("%(who)s downloaded %(whose)s file"),
        "ask_file": _("%(who)s asked for the texts of others in %(whose)s file"),
        "take_file_request": _("%(who)s began to look through %(whose)s file"),
        "release_file": _("%(who)s released %(whose)s file"),
        "withdraw_file_request": _("%(who)s took back the request for %(whose)s file"),
        "hand_over_file": _("%(who)s downloaded %(whose)s file to hand it over"),
        "download_file": _("%(who)s downloaded %(whose)s released file"),
    },
    "refused": {
        "turned_away": _("%(who)s asked for a page without the right to it"),
    },
}
SENTENCES = {verb: sentence for deeds in DEEDS.values() for verb, sentence in deeds.items()}


def verbs_of(groups):
    return [verb for group in groups for verb in DEEDS[group]]


def told(verb, who, whom, whose):
    """The sentence of a line."""
    sentence = SENTENCES.get(verb) or "%(who)s: " + verb.replace("_", " ")
    said = _(sentence) % {"who": who, "whom": whom, "whose": whose}
    return said[:1].upper() + said[1:]
