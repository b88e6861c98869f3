"""All general families: the language, copying, tracking and formats that the backbone reads with."""

from trainers.tasks.general.general_chat import CHAT
from trainers.tasks.general.general_claims import CLAIMS
from trainers.tasks.general.general_commands import COMMANDS
from trainers.tasks.general.general_knowledge import KNOWLEDGE
from trainers.tasks.general.general_language import LANGUAGE
from trainers.tasks.general.general_lists import LISTS
from trainers.tasks.general.general_numerals import NUMERALS
from trainers.tasks.general.general_reading import READING
from trainers.tasks.general.general_stories import STORIES
from trainers.tasks.item import Family

FAMILIES: tuple[Family, ...] = (
    *LISTS,
    *COMMANDS,
    *KNOWLEDGE,
    *NUMERALS,
    *LANGUAGE,
    *CLAIMS,
    *STORIES,
    *READING,
    *CHAT,
)
