"""The lists that exits offers as imports; `exchange` asks for them through the registry."""
from .leavers.offer import Leavers
from .surveys.offer import Surveys

LISTS = (Leavers(), Surveys())
