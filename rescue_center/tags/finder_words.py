"""What the finder's page says, in the languages that are spoken where our tags are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "name": "English",
        "title": "An animal in our care",
        "whose": "This tag belongs to an animal in our care",
        "lead": "Please keep your distance and tell us where it is. We come and fetch it.",
        "call": "Call",
        "until": "Until we are there",
        "hands_off": "Do not touch, feed or move the animal. Keep children and dogs away.",
        "bitten": "Bitten or scratched? Wash the wound with soap and water for 15 minutes and go "
                  "to a doctor at once. Say that a wild animal did it.",
        "tell": "Tell us where",
        "where": "Where is it?",
        "message": "What do you see?",
        "contact": "How can we reach you?",
        "photo": "Photograph",
        "position": "Use my position",
        "position_ok": "Your position goes with it.",
        "position_no": "Your phone does not say where it is. Write it above.",
        "photo_bad": "This photograph cannot be read. Take another, or send without.",
        "optional": "(optional)",
        "send": "Send",
        "missing": "Say where it is.",
        "trouble": "Nothing was sent. Please look at this:",
        "thanks": "Thank you",
        "got_it": "We have your message and come as soon as we can.",
        "stay_away": "Please keep your distance until then.",
        "urgent": "If it is urgent, call us.",
    },
    "km": {
        "name": "ខ្មែរ",
        "title": "សត្វដែលយើងកំពុងថែទាំ",
        "whose": "ស្លាកនេះជារបស់សត្វដែលយើងកំពុងថែទាំ",
        "lead": "សូមនៅឲ្យឆ្ងាយពីសត្វ ហើយប្រាប់យើងថាវានៅទីណា។ យើងនឹងមកយកវា។",
        "call": "ទូរស័ព្ទ",
        "until": "មុនពេលយើងមកដល់",
        "hands_off": "សូមកុំប៉ះ កុំឲ្យចំណី និងកុំផ្លាស់ទីសត្វនេះ។ សូមឲ្យក្មេង និងឆ្កែនៅឆ្ងាយ។",
        "bitten": "បើត្រូវសត្វខាំ ឬក្រញៅ សូមលាងរបួសដោយសាប៊ូ និងទឹក ១៥ នាទី ហើយទៅជួបគ្រូពេទ្យភ្លាម។ "
                  "សូមប្រាប់ថាសត្វព្រៃជាអ្នកធ្វើ។",
        "tell": "ប្រាប់យើងពីទីតាំង",
        "where": "វានៅទីណា?",
        "message": "តើអ្នកឃើញអ្វី?",
        "contact": "តើយើងអាចទាក់ទងអ្នកតាមណា?",
        "photo": "រូបថត",
        "position": "ប្រើទីតាំងរបស់ខ្ញុំ",
        "position_ok": "ទីតាំងរបស់អ្នកនឹងត្រូវផ្ញើជាមួយ។",
        "position_no": "ទូរស័ព្ទរបស់អ្នកមិនប្រាប់ទីតាំងទេ។ សូមសរសេរនៅខាងលើ។",
        "photo_bad": "មិនអាចអានរូបថតនេះបានទេ។ សូមថតម្ដងទៀត ឬផ្ញើដោយគ្មានរូប។",
        "optional": "(មិនចាំបាច់)",
        "send": "ផ្ញើ",
        "missing": "សូមប្រាប់ថាវានៅទីណា។",
        "trouble": "មិនទាន់បានផ្ញើទេ។ សូមពិនិត្យមើល៖",
        "thanks": "សូមអរគុណ",
        "got_it": "យើងបានទទួលសាររបស់អ្នក ហើយនឹងមកឲ្យបានឆាប់។",
        "stay_away": "សូមនៅឲ្យឆ្ងាយពីសត្វរហូតដល់ពេលនោះ។",
        "urgent": "បើបន្ទាន់ សូមទូរស័ព្ទមកយើង។",
    },
    "th": {
        "name": "ไทย",
        "title": "สัตว์ในความดูแลของเรา",
        "whose": "ป้ายนี้เป็นของสัตว์ที่อยู่ในความดูแลของเรา",
        "lead": "โปรดอยู่ห่าง ๆ และแจ้งเราว่าสัตว์อยู่ที่ไหน เราจะมารับ",
        "call": "โทร",
        "until": "ระหว่างรอเรา",
        "hands_off": "โปรดอย่าจับ อย่าให้อาหาร และอย่าเคลื่อนย้ายสัตว์ กันเด็กและสุนัขให้อยู่ห่าง",
        "bitten": "หากถูกกัดหรือข่วน ให้ล้างแผลด้วยสบู่และน้ำ 15 นาที แล้วไปพบแพทย์ทันที "
                  "บอกแพทย์ว่าถูกสัตว์ป่าทำร้าย",
        "tell": "แจ้งสถานที่",
        "where": "สัตว์อยู่ที่ไหน?",
        "message": "คุณเห็นอะไร?",
        "contact": "เราติดต่อคุณได้อย่างไร?",
        "photo": "รูปถ่าย",
        "position": "ใช้ตำแหน่งของฉัน",
        "position_ok": "ตำแหน่งของคุณจะถูกส่งไปด้วย",
        "position_no": "โทรศัพท์ของคุณไม่บอกตำแหน่ง โปรดเขียนไว้ด้านบน",
        "photo_bad": "อ่านรูปนี้ไม่ได้ โปรดถ่ายใหม่หรือส่งโดยไม่มีรูป",
        "optional": "(ไม่จำเป็น)",
        "send": "ส่ง",
        "missing": "โปรดบอกว่าสัตว์อยู่ที่ไหน",
        "trouble": "ยังไม่ได้ส่ง โปรดตรวจดู:",
        "thanks": "ขอบคุณ",
        "got_it": "เราได้รับข้อความของคุณแล้ว และจะไปโดยเร็วที่สุด",
        "stay_away": "ระหว่างนี้โปรดอยู่ห่างจากสัตว์",
        "urgent": "หากเร่งด่วน โปรดโทรหาเรา",
    },
    "vi": {
        "name": "Tiếng Việt",
        "title": "Một con vật do chúng tôi chăm sóc",
        "whose": "Thẻ này là của một con vật do chúng tôi chăm sóc",
        "lead": "Xin giữ khoảng cách và cho chúng tôi biết nó ở đâu. Chúng tôi sẽ đến đón nó.",
        "call": "Gọi",
        "until": "Trong khi chờ chúng tôi đến",
        "hands_off": "Xin đừng chạm, cho ăn hoặc di chuyển con vật. Giữ trẻ em và chó tránh xa.",
        "bitten": "Bị cắn hoặc cào? Rửa vết thương bằng xà phòng và nước trong 15 phút rồi đi "
                  "khám bác sĩ ngay. Hãy nói rằng đó là động vật hoang dã.",
        "tell": "Cho chúng tôi biết ở đâu",
        "where": "Nó ở đâu?",
        "message": "Bạn thấy gì?",
        "contact": "Chúng tôi liên lạc với bạn bằng cách nào?",
        "photo": "Ảnh",
        "position": "Dùng vị trí của tôi",
        "position_ok": "Vị trí của bạn sẽ được gửi kèm.",
        "position_no": "Điện thoại của bạn không cho biết vị trí. Hãy viết ở trên.",
        "photo_bad": "Không đọc được ảnh này. Hãy chụp lại hoặc gửi không kèm ảnh.",
        "optional": "(không bắt buộc)",
        "send": "Gửi",
        "missing": "Hãy cho biết nó ở đâu.",
        "trouble": "Chưa gửi được. Xin xem lại:",
        "thanks": "Cảm ơn bạn",
        "got_it": "Chúng tôi đã nhận được tin của bạn và sẽ đến sớm nhất có thể.",
        "stay_away": "Xin giữ khoảng cách cho đến lúc đó.",
        "urgent": "Nếu khẩn cấp, hãy gọi cho chúng tôi.",
    },
}  # fmt: skip


def language(asked: str, reads: Iterable[str]) -> str:
    """The language of a page: the one that was asked for, else the first that its reader reads."""
    return next((lang for lang in (asked, *reads) if lang in WORDS), "en")


def words(lang: str) -> Mapping[str, str]:
    """What the page says in a language."""
    return WORDS[lang]
